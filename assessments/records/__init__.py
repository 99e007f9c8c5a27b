"""What a person takes away: the CPD record and transcript."""
