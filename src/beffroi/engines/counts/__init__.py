"""What counted things say together: pace, spikes, samples, exchanges, followers expected."""
