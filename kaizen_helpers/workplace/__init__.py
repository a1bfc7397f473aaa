"""The learner's computer: the folder, JupyterLab on it, and what an office PC gets wrong."""
