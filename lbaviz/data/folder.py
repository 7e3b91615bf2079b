"""A data set from a folder of pictures, one folder a class."""

from pathlib import Path

import numpy as np

from lbaviz.data.arrays import from_arrays
from lbaviz.data.checks import check_count
from lbaviz.data.dataset import DataSet
from lbaviz.errors import BadInput

SUFFIXES = {".png", ".jpg", ".jpeg"}
UNLABELLED = ("unlabelled", "unlabeled")


def from_folder(path, size=None) -> DataSet:
    """Return a data set of the png and jpg files in path/<class>/; grey ones stay grey.

    size: of each picture the middle square is brought to size x size pixels; None: all are of one size and stay so.
    path/unlabelled/ holds images without a label, path/train/<class>/ and path/test/<class>/ are honoured. Classes
    stand in the order of their names. Faces that are given out under a licence only, such as FRGC (ADC sec. 3.5), come
    this way: one folder a person, cut out around the face, size 32; then augment "adc-frgc".
    Raises BadInput where a folder is empty, a file cannot be read, or sizes differ and none is given.
    """
    size = None if size is None else check_count("the size of a folder's pictures", size, least=4)
    top = Path(path).expanduser()
    if not top.is_dir():
        raise BadInput(f"{top} is not a folder, expected one with a folder of png or jpg images for each class.")
    train = top / "train" if _folders(top / "train") else top
    names = _class_names(train, top)
    files, labels = _class_files(train, names)
    for folder in {train / name for name in UNLABELLED} | {top / name for name in UNLABELLED}:
        extra = sorted(file for file in folder.rglob("*") if _is_image(file))
        files, labels = files + extra, labels + [-1] * len(extra)
    if not files:
        raise BadInput(f"{top} holds no images, expected a folder of png or jpg files for each class.")
    test_files, test_labels = _class_files(top / "test", _test_names(top, names), names) if _has_test(top) else ([], [])
    images = _read(files + test_files, size)
    test = (images[len(files) :], np.array(test_labels)) if test_files else None
    return from_arrays(images[: len(files)], np.array(labels), test=test, class_names=names)


def _folders(folder: Path) -> list[str]:
    """Return the names of the folders in a folder; numbers are ordered as numbers."""
    if not folder.is_dir():
        return []
    found = [item.name for item in folder.iterdir() if item.is_dir() and not item.name.startswith((".", "__MACOSX"))]
    return sorted(found, key=lambda name: (0, int(name), name) if name.isdecimal() else (1, 0, name))


def _has_test(top: Path) -> bool:
    return bool(_folders(top / "test"))


def _class_names(train: Path, top: Path) -> list[str]:
    special = {*UNLABELLED, "train", "test"}
    beside = [name for name in _folders(top) if name not in special]
    if train != top:
        if beside:
            raise BadInput(f"{top} holds train/ and also {beside[0]}/: put every class folder into train/.")
        return [name for name in _folders(train) if name not in UNLABELLED]
    # a folder called train or test without folders in it is a class of that name
    return [name for name in _folders(top) if name not in UNLABELLED and not (name == "test" and _has_test(top))]


def _test_names(top: Path, names: list[str]) -> list[str]:
    found = _folders(top / "test")
    for name in found:
        if name not in names:
            raise BadInput(f"{top / 'test' / name} is a class without training images: add some, or take it out.")
    return found


def _class_files(folder: Path, classes: list[str], names: list[str] | None = None) -> tuple[list[Path], list[int]]:
    """Return the image files of these class folders and their labels, positions in names."""
    names = classes if names is None else names
    files, labels = [], []
    for name in classes:
        found = sorted(file for file in (folder / name).iterdir() if _is_image(file))
        if not found:
            raise BadInput(f"{folder / name} holds no png or jpg image: add some, or remove the folder.")
        files += found
        labels += [names.index(name)] * len(found)
    return files, labels


def _is_image(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file()


def _read(files: list[Path], size: int | None) -> np.ndarray:
    """Return the images as uint8 (n, h, w, c); c is 1 where all of them are grey, else 3."""
    sizes, modes = zip(*(_look(file) for file in files), strict=True)
    for file, found in zip(files, sizes, strict=True):
        if size is None and found != sizes[0]:
            raise BadInput(
                f"{file} has {found[0]} x {found[1]} pixels, but {files[0]} has {sizes[0][0]} x {sizes[0][1]}: "
                "bring all images to one size, or load the folder by itself with size=32 or so."
            )
    grey = all(mode in ("1", "L", "LA") for mode in modes)
    width, height = sizes[0] if size is None else (size, size)
    images = np.empty((len(files), height, width, 1 if grey else 3), np.uint8)
    for position, file in enumerate(files):
        images[position] = _pixels(file, "L" if grey else "RGB", size).reshape(images.shape[1:])
    return images


def _look(file: Path) -> tuple[tuple[int, int], str]:
    """Return size and mode from the head of the file."""
    from PIL import Image

    try:
        with Image.open(file) as image:
            size, mode = image.size, image.mode
    except (OSError, ValueError, SyntaxError) as error:
        raise BadInput(f"{file} cannot be read as an image ({_reason(error)}): replace or remove it.") from None
    if mode.startswith(("I", "F")):
        raise BadInput(f"{file} has more than 8 bits a pixel (mode {mode}), expected 8: convert it.")
    return size, mode


def _pixels(file: Path, mode: str, size: int | None) -> np.ndarray:
    from PIL import Image

    try:
        with Image.open(file) as image:
            picture = image.convert(mode)
    except (OSError, ValueError, SyntaxError) as error:
        raise BadInput(f"{file} is damaged ({_reason(error)}): replace or remove it.") from None
    if size is None:
        return np.asarray(picture)
    side = min(picture.size)
    left, top = ((length - side) // 2 for length in picture.size)
    square = picture.crop((left, top, left + side, top + side))
    return np.asarray(square.resize((size, size), Image.Resampling.BILINEAR))


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0].rstrip(".")
