# 两条命令：make run（开始对话） make test（全部检查）。其余见 make help。
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
QUESTIONS ?= ../shared/questions/dev.jsonl

.PHONY: help setup run test eval weights bench format clean

help:  ## 列出所有命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: .venv/ready  ## 建好 .venv，装好固定版本的依赖

.venv/ready: requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本，可用 make PYTHON=python3.12 run 指定"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup  ## 开始对话：设置了 RONGCUO_TELEGRAM_TOKEN 就上 Telegram，否则在终端
	@$(BIN)/rongcuo run

test: setup  ## 格式、类型、分层、测试，一次跑完
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache
	$(BIN)/pytest

eval: setup  ## 用问题集打分，默认 QUESTIONS=../shared/questions/dev.jsonl
	@$(BIN)/python -m tests.measure.accuracy $(QUESTIONS)

weights: setup  ## 从说法重算各路依据的分量（约五分钟），写进 knowledge/data/weights.yaml
	$(BIN)/python -m tests.measure.weights --write

bench: setup  ## 速度：检索、整句回答、启动、自评、申请、Telegram
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BIN)/python -m tests.measure.search
	$(BIN)/python -m tests.measure.ask
	$(BIN)/python -m tests.measure.assess
	$(BIN)/python -m tests.measure.apply
	$(BIN)/python -m tests.measure.applications
	$(BIN)/python -m tests.measure.telegram
	$(BIN)/python -m tests.measure.soak

format: setup  ## 整理代码格式
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## 删掉 .venv 和缓存
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache build *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
