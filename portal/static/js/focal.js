// The chooser of the focal point tries touch by writing "on…" attributes, which the policy refuses: the answer is given to it.
jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;
