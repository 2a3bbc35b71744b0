"""What is wrong with a ZIP archive, found without unpacking it. Plain functions, no Django."""

import zipfile

MAX_MEMBERS = 10_000
MAX_DIRECTORY = 4_000_000  # bytes: the list of members is read into memory whole
MAX_UNPACKED = 1_000_000_000  # bytes
MAX_RATIO = 200  # unpacked to packed; a text that repeats itself a lot reaches 50
LINK = 0o120000


def fault(file, proof: str = "") -> str:
    """Empty, or what is wrong: damaged, crowded, huge, paths, links, locked, macros, other (not the type announced)."""
    try:
        end = zipfile._EndRecData(file)  # the very function by which ZipFile finds the list: no other reading of it
        if not end or end[zipfile._ECD_SIZE] > MAX_DIRECTORY or end[zipfile._ECD_ENTRIES_TOTAL] > MAX_MEMBERS:
            return "crowded" if end else "damaged"
        with zipfile.ZipFile(file) as archive:
            size = file.seek(0, 2)
            return fault_of_members(archive.infolist(), size) or (proof and fault_of_office(archive, proof))
    except Exception:  # an archive made to deceive may raise anything
        return "damaged"


def fault_of_members(members, size: int) -> str:
    """`size`: bytes of the archive. Members that overlap are longer together than the archive is."""
    packed, unpacked = sum(m.compress_size for m in members), sum(m.file_size for m in members)
    tests = {
        "damaged": not members or packed > size,
        "crowded": len(members) > MAX_MEMBERS,
        "huge": unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(size, 1),
        "paths": any(is_unsafe(m.orig_filename) for m in members),
        "links": any((m.external_attr >> 16) & 0o170000 == LINK for m in members),
        "locked": any(m.flag_bits & 1 for m in members),
    }
    return next((name for name, found in tests.items() if found), "")


def is_unsafe(name: str) -> bool:
    """Whether unpacking it may write outside the folder chosen."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or ":" in parts[0] or "\0" in name


def fault_of_office(archive, proof: str) -> str:
    """An office file says what it is: Office by a member, OpenDocument by a first member that holds its type."""
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "macros"
    if "[Content_Types].xml" in names:
        return "" if proof in names else "other"
    if "mimetype" not in names:
        return "other"
    with archive.open("mimetype") as member:
        return "" if member.read(200).strip() == proof.encode() else "other"
