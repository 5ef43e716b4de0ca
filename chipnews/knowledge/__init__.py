"""What chipnews knows of the field: companies, chips, feeds and reference rates, as checked data."""
