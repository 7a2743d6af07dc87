"""Trains the net on the stock of samples, round by round, and writes it as ONNX."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from skolkit.reading.linenet import ALPHABET, HEIGHT
from tools.train_line_reader.net import LineNet
from tools.train_line_reader.samples import (
    CODES,
    PAGES_A_FILE,
    TRAIN,
    Stock,
    batches,
    laid_out,
    load,
    varied,
)

ROUND_FILES = 6  # files of samples that a round goes through ...
ROUND_STEP = 2  # ... and by how many files the next round is further on, round the stock
BATCH_PIXELS = 5120
MOST_RATE, LAST_RATE, WARM = 2.5e-3, 1e-5, 0.03
DECAY = 0.01
KEEP = 0.9993  # of the averaged weights at each step


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train: pages in the stock, rounds over it, and the seed of everything."""

    pages: int
    rounds: int
    seed: int


def train(folder: Path, plan: Plan, keep: Callable[[LineNet, int], None]) -> LineNet:
    """Train with AdamW, a one-cycle rate and averaged weights; one thread, so it is repeatable.

    Args:
        folder: of the samples; a round waits for its files, so drawing may go on beside it.
        plan: how long.
        keep: called with the averaged net after every round.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(plan.seed)
    net = LineNet(len(ALPHABET)).to(memory_format=torch.channels_last)
    mean = copy.deepcopy(net).eval()
    optimiser = torch.optim.AdamW(net.parameters(), lr=MOST_RATE, weight_decay=DECAY)
    step = 0
    for number in range(plan.rounds):
        stock = _stock_of_round(folder, number, -(-plan.pages // PAGES_A_FILE))
        chunks = list(batches(stock, rng, BATCH_PIXELS))
        net.train()
        lost = 0.0
        began = time.process_time()
        for at, chosen in enumerate(chunks):
            done = (number + at / len(chunks)) / plan.rounds
            for group in optimiser.param_groups:
                group["lr"] = _rate(done)
            loss = _loss(net, stock, chosen, rng)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            step += 1
            _average(mean, net, min(KEEP, (1 + step) / (10 + step)))
            lost += loss.item()
        spent = time.process_time() - began
        print(f"round {number + 1}/{plan.rounds}: {len(stock.texts)} samples, "
              f"loss {lost / len(chunks):.4f}, {spent:.0f} CPU s", flush=True)  # fmt: skip
        keep(mean, number)
    return mean


def _stock_of_round(folder: Path, number: int, files: int) -> Stock:
    names = {(number * ROUND_STEP + k) % files for k in range(min(ROUND_FILES, files))}
    paths = [folder / f"{TRAIN.name}-{name * PAGES_A_FILE:06}.npz" for name in sorted(names)]
    while not all(path.exists() for path in paths):
        time.sleep(2)
    return load(paths)


def _rate(done: float) -> float:
    if done < WARM:
        return MOST_RATE * (0.05 + 0.95 * done / WARM)
    share = (done - WARM) / (1 - WARM)
    return LAST_RATE + (MOST_RATE - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * share))


def _loss(net: LineNet, stock: Stock, chosen: list[int], rng: np.random.Generator) -> torch.Tensor:
    windows = [varied(stock.window(i), rng) for i in chosen]
    batch = torch.from_numpy(laid_out(windows)).contiguous(memory_format=torch.channels_last)
    wanted = [[CODES[c] for c in stock.texts[i]] for i in chosen]
    answers = net(batch)
    return nn.functional.ctc_loss(
        answers.transpose(0, 1),
        torch.tensor([code for text in wanted for code in text], dtype=torch.long),
        torch.full((len(chosen),), answers.shape[1]),
        torch.tensor([len(text) for text in wanted]),
        zero_infinity=True,
    )


@torch.no_grad()
def _average(mean: LineNet, net: LineNet, keep: float) -> None:
    for held, new in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
        if held.dtype.is_floating_point:
            held.lerp_(new, 1 - keep)
        else:
            held.copy_(new)


def export(net: LineNet, path: Path, told: dict[str, object]) -> None:
    """Write the net as ONNX with its alphabet and what is told of its making."""
    plain = copy.deepcopy(net).to(memory_format=torch.contiguous_format).eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".part")
    torch.onnx.export(
        plain,
        (torch.zeros(1, 1, HEIGHT, 160, dtype=torch.uint8),),
        str(fresh),
        input_names=["windows"],
        output_names=["answers"],
        dynamic_axes={"windows": {0: "count", 3: "width"}, "answers": {0: "count", 1: "frames"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(fresh))
    told = {"alphabet": ALPHABET, "height": HEIGHT, **told}
    onnx.helper.set_model_props(model, {"skolkit": json.dumps(told, ensure_ascii=False)})
    onnx.save(model, str(fresh))
    fresh.replace(path)
