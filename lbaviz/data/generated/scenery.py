"""What made images share: colours that can be told apart, uneven backgrounds, blur and noise; whole numbers only."""

import numpy as np
from jaxtyping import Int, UInt8, UInt16

LUMA = (77, 150, 29)  # how bright red, green and blue are, in 256ths (ITU-R BT.601)
TRIES = 16
KNOTS = 5  # brightness of a background is drawn at KNOTS x KNOTS points


def colours(n: int, random: np.random.RandomState) -> UInt8[np.ndarray, "n 3"]:
    """Return colours drawn evenly."""
    return random.randint(0, 256, (n, 3)).astype(np.uint8)


def contrasting(
    colour: UInt8[np.ndarray, "n 3"], least: int, random: np.random.RandomState
) -> UInt8[np.ndarray, "n 3"]:
    """Return a colour for each that is brighter or darker by `least`, or by the most of TRIES draws."""
    drawn = random.randint(0, 256, (len(colour), TRIES, 3))
    difference = np.abs((drawn - colour[:, None].astype(int)) @ np.array(LUMA)) >> 8
    chosen = np.minimum(difference, least).argmax(axis=1)
    return drawn[np.arange(len(colour)), chosen].astype(np.uint8)


def uneven(
    colour: UInt8[np.ndarray, "n 3"], spread: Int[np.ndarray, " n"], side: int, random: np.random.RandomState
) -> UInt8[np.ndarray, "n side side 3"]:
    """Return images of these colours, here brighter and there darker by up to spread, and a little so by channel."""
    n = len(colour)
    grey = random.randint(-192, 193, (n, 1, KNOTS, KNOTS)) + random.randint(-64, 65, (n, 3, KNOTS, KNOTS))
    levels = (_between(grey * spread[:, None, None, None] >> 5, side) >> 9).transpose(0, 2, 3, 1)
    return np.clip(levels + colour[:, None, None, :], 0, 255).astype(np.uint8)


def _between(knots: Int[np.ndarray, "n c knots knots"], side: int) -> Int[np.ndarray, "n c side side"]:
    """Return 64 times the values between the knots, linearly. Float32 holds these whole numbers exactly: below 2^24."""
    knot, part = np.divmod(np.arange(side) * (KNOTS - 1) * 8 // side, 8)
    weight = np.zeros((side, KNOTS), np.float32)
    weight[np.arange(side), knot], weight[np.arange(side), knot + 1] = 8 - part, part
    return (weight @ knots.astype(np.float32) @ weight.T).astype(np.int32)


def mixed(
    below: UInt8[np.ndarray, "n h w 3"],
    above: UInt8[np.ndarray, "n h w 3"],
    share: UInt16[np.ndarray, "n h w"],
    full: int,
) -> UInt8[np.ndarray, "n h w 3"]:
    """Return `above` over `below`, share / full of it."""
    part = share[..., None]
    return ((above * part + below * (full - part)) // full).astype(np.uint8)


def blurred(images: UInt8[np.ndarray, "n h w 3"], times: Int[np.ndarray, " n"]) -> UInt8[np.ndarray, "n h w 3"]:
    """Return the images, each blurred so many times by (1, 2, 1) / 4 along both sides."""
    result = images.copy()
    for k in range(1, int(times.max(initial=0)) + 1):
        chosen = np.flatnonzero(times >= k)
        x = np.pad(result[chosen], ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge").astype(np.uint16)
        x = x[:, :-2] + 2 * x[:, 1:-1] + x[:, 2:]
        result[chosen] = (x[:, :, :-2] + 2 * x[:, :, 1:-1] + x[:, :, 2:] + 8) >> 4
    return result


def noisy(
    images: UInt8[np.ndarray, "n h w 3"], most: Int[np.ndarray, " n"], random: np.random.RandomState
) -> UInt8[np.ndarray, "n h w 3"]:
    """Return the images with a number added to each value, evenly from -most to most."""
    drawn = np.frombuffer(random.bytes(images.size), np.int8).reshape(images.shape)
    noise = (drawn * most.astype(np.int16)[:, None, None, None]) >> 7
    return np.clip(images + noise, 0, 255).astype(np.uint8)
