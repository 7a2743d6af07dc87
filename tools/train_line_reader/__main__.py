"""One command: draw the samples, train on them, write the weights, and say what they are worth."""

from __future__ import annotations

import argparse
from pathlib import Path

from skolkit.reading import linenet
from tools.train_line_reader.check import report
from tools.train_line_reader.net import LineNet
from tools.train_line_reader.samples import CHECK, TRAIN, UNSEEN, Part, load, make_samples
from tools.train_line_reader.train import Plan, export, train

CHECK_PAGES = 30


def main() -> None:
    """Run the command."""
    ask = argparse.ArgumentParser(prog="python -m tools.train_line_reader", description=__doc__)
    ask.add_argument("--out", type=Path, required=True, help="folder for lines.onnx")
    ask.add_argument("--samples", type=Path, default=Path("out/line-samples"), help="drawn samples")
    ask.add_argument("--pages", type=int, default=720, help="pages to draw and train on")
    ask.add_argument("--rounds", type=int, default=10, help="rounds over the pages")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--processes", type=int, default=1, help="that draw; training takes one")
    told = ask.parse_args()
    for part, pages in ((TRAIN, told.pages), (CHECK, CHECK_PAGES), (UNSEEN, CHECK_PAGES)):
        make_samples(told.samples, part, pages, told.seed, told.processes)
    plan = Plan(told.pages, told.rounds, told.seed)
    made = {"pages": plan.pages, "rounds": plan.rounds, "seed": plan.seed}
    weights = told.out / linenet.WEIGHTS.name

    def keep(net: LineNet, number: int) -> None:
        export(net, weights, {**made, "done": number + 1})

    train(told.samples, plan, keep)
    linenet.WEIGHTS = weights
    for part in (CHECK, UNSEEN):
        _tell(told.samples, part)


def _tell(folder: Path, part: Part) -> None:
    print(f"{part.name} ({'held-out' if part.held_out else 'trained'} fonts)")
    for line in report(load(sorted(folder.glob(f"{part.name}-*.npz")))):
        print(" ", line)


if __name__ == "__main__":
    main()
