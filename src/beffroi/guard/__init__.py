"""Is every account ours tonight?"""
