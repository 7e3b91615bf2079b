"""What a training is made of, as options of a command: data, split, network, structure of the method, evaluations."""

from argparse import ArgumentParser
from dataclasses import fields

from lbaviz.errors import BadInput

STRUCTURES = ("labelled_per_class", "unlabelled_batch", "growing_steps", "pretraining_steps", "similarity")
STRUCTURES += ("clusters", "centroids_per_cluster", "images", "copies", "perturbation")
SPLITTING = ("labels_per_class", "unlabelled", "validation", "labelled_classes", "labelled")


def add(parser: ArgumentParser) -> None:
    """Give a parser the options of one training."""
    parser.add_argument(
        "--data",
        default="digits",
        help="a name that `lbaviz data` lists, a folder, or two: mixed (mnist+notmnist-part) or source:target",
    )
    parser.add_argument("--root", help="folder with the data set's files (else $LBAVIZ_DATA, then the user cache)")
    parser.add_argument("--labels-per-class", help="labelled images of each class, or 'all' (digits: 2, else 10)")
    parser.add_argument(
        "--unlabelled",
        help="'all' training images, the 'rest' without the labelled ones, a number, or 'everything' (test images too, "
        "no labels); of a pair 'target'",
    )
    parser.add_argument("--labelled", help="which domain of a pair has the labels: source or target (source)")
    parser.add_argument(
        "--size",
        type=int,
        metavar="N",
        help="bring both domains of a pair to N x N pixels (32), or the pictures of a folder (as they are)",
    )
    parser.add_argument("--validation", type=int, help="validation images (the data set's own rule; 0: none)")
    parser.add_argument("--labelled-classes", nargs="+", help="the classes that get labels (all)")
    parser.add_argument("--steps", type=int, help="optimiser steps in all (300; with --resume: as planned)")
    parser.add_argument("--seed", type=int, default=0, help="of split, batches and initial weights (0)")
    parser.add_argument(
        "--model",
        help="digits-net, mnist-net, svhn-net, stl10-net, adc-net, resnet-3, resnet-5 or resnet-stl10 "
        "(one of the first four, by the size of the images)",
    )
    parser.add_argument(
        "--augment",
        help="change the images of training batches at random: svhn, stl10, inversion-paper, inversion-released, "
        "adc-mnist, adc-svhn, adc-cifar10, adc-stl10 or adc-frgc (no)",
    )
    parser.add_argument("--labelled-per-class", type=int, help="labelled samples of each class in a batch (10)")
    parser.add_argument("--unlabelled-batch", type=int, help="unlabelled samples in a batch (100)")
    parser.add_argument("--growing-steps", type=int, help="of domain-adaptation: from the delay to full weight (1)")
    parser.add_argument("--pretraining-steps", type=int, help="of adda on the source alone (500)")
    parser.add_argument("--preset", help="of deep-clustering: paper, released-code or lbaviz (lbaviz, the defaults)")
    parser.add_argument("--clusters", type=int, help="how many to look for without labels (as many as classes)")
    parser.add_argument("--centroids-per-cluster", type=int, help="of deep-clustering (4)")
    parser.add_argument("--images", type=int, help="images in a batch of a method without labels (100)")
    parser.add_argument("--perturbation", help="of imsat: adversarial or augmentation (adversarial)")
    parser.add_argument(
        "--copies", type=int, help="of deep-clustering: augmented copies of each image in such a batch (3)"
    )
    parser.add_argument("--similarity", help="dot, cosine or euclidean (dot)")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (auto)")
    parser.add_argument("--precision", default="auto", help="auto, float32 or bfloat16 (auto)")
    parser.add_argument("--evaluate-every", type=int, default=100, metavar="N", help="steps between validations (100)")
    parser.add_argument(
        "--evaluate-association", action="store_true", help="evaluate the prediction by association too"
    )


def given(method: str, args) -> dict:
    """Return what `session.prepare` needs to know of them but seed, device and precision, the data loaded.

    BadInput for a structure that the method has not, or data that cannot be had.
    """
    from lbaviz import data, methods

    kind = methods.METHODS[method]
    structure = {name: getattr(args, name) for name in STRUCTURES if getattr(args, name) is not None}
    for name in structure.keys() - {field.name for field in fields(kind)}:
        raise BadInput(f"method '{method}' has no {name}: leave --{name.replace('_', '-')} out")
    return {
        "method": kind(**methods.preset_of(kind, args.preset).fields() | structure),
        **({"preset": args.preset} if args.preset else {}),
        "data": data.find(args.data, args.root, args.size),
        "model": args.model,
        "augment": args.augment,
        "steps": 300 if args.steps is None else args.steps,
        "evaluate_every": args.evaluate_every,
        "evaluate_association": args.evaluate_association,
        **{name: _number(getattr(args, name)) for name in SPLITTING if getattr(args, name) is not None},
    }


def _number(value):
    """Words stay words ("all", "rest"); what reads as an integer becomes one, in lists too."""
    if isinstance(value, list):
        return [_number(item) for item in value]
    try:
        return int(value)
    except ValueError:
        return value
