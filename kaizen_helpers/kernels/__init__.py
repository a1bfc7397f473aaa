"""Kernels that start at once: forks of one warm process that has loaded pandas and the rest already (Linux).

``provisioner.ForkProvisioner`` is what jupyter_client uses; a kernel specification names it as ``kaizen-fork``. Where
there is no fork server (Windows, macOS, another interpreter) it starts a kernel the ordinary way.
"""
