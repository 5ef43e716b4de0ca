"""Writing a folder of pages: all of them are made before the first takes its place.

The files are written into a folder beside the target and renamed into it one by one, so that no reader ever
sees half a file, and a failure while the pages are made leaves the target as it was.
"""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from chipnews.errors import WriteFailed
from chipnews.rendering.site import File

# Which files are ours, so that those of the last time that are no more can go.
MANIFEST = ".chipnews-site.json"


def write_folder(target: Path, pages: Iterable[File]) -> int:
    """Write the files to the folder, made if need be, and remove those of the last time; return their number.

    Raises WriteFailed, also where the folder holds other files and no site of ours.
    """
    target = target.resolve()
    try:
        if target.exists() and not (target / MANIFEST).exists() and any(target.iterdir()):
            raise WriteFailed(
                f"{target} holds files that are no site of chipnews. Name an empty or a new folder with -o."
            )
        target.mkdir(parents=True, exist_ok=True)
        before = _listed(target)
        fresh = Path(mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        try:
            paths = [_written(fresh, page) for page in pages]
            _written(fresh, File(MANIFEST, json.dumps(sorted(paths))))
            # What leads to the other pages comes last.
            for path in sorted(paths, key=lambda path: (path == "index.html", "/" not in path)):
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                (fresh / path).replace(target / path)
            (fresh / MANIFEST).replace(target / MANIFEST)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        for path in before - set(paths):
            (target / path).unlink(missing_ok=True)
    except OSError as error:
        raise WriteFailed(f"{target} cannot be written: {error.strerror}. Name another folder.") from None
    return len(paths)


def _written(folder: Path, page: File) -> str:
    path = folder / page.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page.content, encoding="utf-8", errors="replace", newline="\n")
    return page.path


def _listed(target: Path) -> set[str]:
    """Return the files that were written last time; none that a changed list might point to elsewhere."""
    try:
        listed = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    return {path for path in listed if isinstance(path, str) and _is_inside(path)}


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and "\\" not in path
