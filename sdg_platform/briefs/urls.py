from django.urls import path

from sdg_platform.briefs import views

app_name = "briefs"
urlpatterns = [
    path("", views.brief_list, name="brief_list"),
    path("new/", views.brief_create, name="brief_create"),
    path("<int:pk>/", views.brief_detail, name="brief_detail"),
    path("<int:pk>/edit/", views.brief_edit, name="brief_edit"),
    path("<int:pk>/delete/", views.brief_delete, name="brief_delete"),
    path("<int:pk>/brief.<slug:form>", views.brief_export, name="brief_export"),
]
