"""The peer of a forward pass: a network in PyTorch eager, in inference mode, on the processor with as many threads as it has.

Prints one JSON line with the milliseconds of each pass. Arguments: the network, the size of the image, the batch, the
passes before the first that counts, and the seconds for those that count.
"""

import json
import sys
import time

import torch

from torchMeta import BLOCKS, ResNet


def main() -> None:
    network = sys.argv[1]
    size, batch, warm_ups = (int(word) for word in sys.argv[2:5])
    seconds = float(sys.argv[5])
    model = ResNet(BLOCKS[network]).eval()
    image = torch.randn(batch, 3, size, size)
    times: list[float] = []
    with torch.inference_mode():
        for _ in range(warm_ups):
            model(image)
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            started = time.perf_counter()
            model(image)[0, 0].item()
            times.append((time.perf_counter() - started) * 1000)
    print(json.dumps(times))


if __name__ == "__main__":
    main()
