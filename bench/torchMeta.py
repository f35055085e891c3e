"""The peer of inspection in PyTorch: a model on the meta device, summarised by torchinfo.

Prints one JSON line: milliseconds for each build with its printed summary, the trainable parameters, and
the peak resident bytes. Arguments: the network, and how many builds to time.

The networks are those of Deep Residual Learning for Image Recognition (He et al., CVPR 2016, Table 1), with
the stride of a block in its 3x3 convolution, as media/models/resnet50.ts has them.
"""

import json
import resource
import sys
import time

import torch
import torchinfo
from torch import nn

WARM_UPS = 3


class Bottleneck(nn.Module):
    def __init__(self, channels_in: int, width: int, stride: int) -> None:
        super().__init__()
        channels_out = 4 * width
        self.conv1 = nn.Conv2d(channels_in, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, channels_out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels_out)
        self.relu = nn.ReLU(inplace=True)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or channels_in != channels_out:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels_in, channels_out, 1, stride=stride, bias=False),
                nn.BatchNorm2d(channels_out),
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return self.relu(y + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self, blocks: list[int], classes: int = 1000) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, stride=2, padding=1),
        )
        stages: list[nn.Module] = []
        channels = 64
        for i, count in enumerate(blocks):
            width = 64 * 2**i
            for block in range(count):
                stride = 2 if block == 0 and i > 0 else 1
                stages.append(Bottleneck(channels, width, stride))
                channels = 4 * width
        self.stages = nn.Sequential(*stages)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(channels, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.classifier(torch.flatten(self.pool(self.stages(self.stem(x))), 1))


BLOCKS = {"resnet50": [3, 4, 6, 3], "resnet101": [3, 4, 23, 3], "resnet152": [3, 8, 36, 3]}


def build_and_summarise(network: str) -> tuple[float, int]:
    """Milliseconds, and the trainable parameters that the summary counted."""
    started = time.perf_counter()
    with torch.device("meta"):
        model = ResNet(BLOCKS[network])
    summary = torchinfo.summary(model, input_size=(1, 3, 224, 224), device="meta", verbose=0)
    if not str(summary):
        raise RuntimeError("the summary is empty")
    return (time.perf_counter() - started) * 1000, summary.trainable_params


def main() -> None:
    network, builds = sys.argv[1], int(sys.argv[2])
    runs = [build_and_summarise(network) for _ in range(WARM_UPS + builds)][WARM_UPS:]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "ms": [ms for ms, _ in runs],
                "trainable": runs[0][1],
                # Bytes on macOS, kibibytes elsewhere.
                "peakBytes": peak if sys.platform == "darwin" else peak * 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
