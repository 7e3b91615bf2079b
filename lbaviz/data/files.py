"""What is known of a data set that lies in files: where they lie, how they are got, and what they must hold."""

from dataclasses import dataclass

IDX_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)


@dataclass(frozen=True)
class Files:
    """A data set that lies in files."""

    title: str
    kind: str  # who reads it: a key of loading.READERS
    folder: str  # below a root; the files may also lie in the root itself
    forms: tuple[tuple[str, ...], ...]  # any one of these tuples of files is the whole set; an idx .gz may be unpacked
    mirrors: tuple[str, ...]  # addresses of the folder; none: the files are only to be put there by hand
    md5: dict[str, str]  # of the form that is downloaded
    train: int  # images
    test: int
    side: int  # pixels
    megabytes: int  # to download
    class_names: tuple[str, ...]
    first_labels: tuple[int, ...] = ()  # of the test set: tells sets apart whose files have the same names
    validation_last: int | None = None
    unlabelled: int = 0  # images without labels, besides `train`
    archive: str | None = None  # a .tar.gz with the files of the first form: what is downloaded, and md5 is of it
    part_of: str | None = None  # the name of the whole set
