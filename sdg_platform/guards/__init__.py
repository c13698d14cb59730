"""What stands between the network and the views: headers, intake, timing, addresses.

Knows nothing of the features, so every one of them may lean on it.
"""
