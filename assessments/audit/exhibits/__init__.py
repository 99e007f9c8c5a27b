"""The evidence room: 18 exhibits, each made from the data when it is asked for."""
