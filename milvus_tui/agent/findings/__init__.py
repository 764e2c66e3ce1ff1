"""What an agent finds wrong: one detector for each kind of finding; see `wire.Kind`.

A detector is a subclass of `detector_base.Detector` in a module that is named as its kind, and a
line in `detectors.Detectors`. `model/findings` has a module of the same name that explains it.
"""
