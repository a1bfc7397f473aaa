"""Records: values checked, written, read, moved through their process."""
