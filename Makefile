# 两条命令：make run（开始对话） make test（全部检查）。其余见 make help。
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
QUESTIONS ?=
UPGRADE ?=

# requirements*.txt 是钉全了的清单：照单装，不让 pip 另挑；装完核对，再一起编译（比 pip 一个个编译快一倍）
PIP := $(BIN)/pip --quiet --disable-pip-version-check
INSTALL := $(PIP) install --no-deps --no-build-isolation --no-compile
LOCKED := $(INSTALL) --require-hashes
CHECK = $(BIN)/pip check > /dev/null || { $(BIN)/pip check; echo "清单没有钉全，先 make lock"; exit 1; }
COMPILE = $(BIN)/python -m compileall -q -j 0 .venv/lib || true
PYTEST = $(BIN)/pytest --numprocesses auto --dist worksteal
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: help setup run test check nightly coverage still eval model weights bench format lock clean

help:  ## 列出所有命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: .venv/ready-dev  ## 建好 .venv，装好运行和检查要的全部依赖

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本，可用 make PYTHON=python3.12 run 指定"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/ready: requirements.txt requirements-build.txt pyproject.toml | $(BIN)/pip
	@echo "正在装依赖，第一次约半分钟……"
	$(LOCKED) -r requirements-build.txt
	$(LOCKED) -r requirements.txt
	$(INSTALL) --editable .
	@$(CHECK)
	@$(COMPILE)
	@touch $@

.venv/ready-dev: requirements-dev.txt .venv/ready
	$(LOCKED) -r requirements-dev.txt
	@$(CHECK)
	@$(COMPILE)
	@touch $@

run: .venv/ready  ## 开始对话：设置了 RONGCUO_TELEGRAM_TOKEN 就上 Telegram，否则在终端
	@$(BIN)/rongcuo run

test: still  ## 格式、类型、分层、全部测试，一次跑完
	$(PYTEST)

check: still  ## 改代码时随手跑：格式、类型、分层、快的测试
	$(PYTEST) -m "not slow"

nightly: still  ## 同 make test，性质测试用新的例子，多二十倍
	$(PYTEST) --hypothesis-profile nightly --timeout 3600

coverage: .venv/ready-dev  ## 跑全部测试，看 knowledge 和 dialogs 的分支覆盖
	$(PYTEST) --timeout 600 --cov --cov-report term-missing:skip-covered

still: .venv/ready-dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache

eval: .venv/ready  ## 用自带的问题集打分；QUESTIONS=我的问题.jsonl 再加上自己的
	@$(BIN)/python -m tests.measure.accuracy $(QUESTIONS)

.venv/ready-learn: requirements-learn.txt .venv/ready
	$(LOCKED) -r requirements-learn.txt
	@$(CHECK)
	@touch $@

model: .venv/ready-learn  ## 改过说法以后重新学一遍（约半小时），写进 knowledge/learnt/，一起提交
	$(BIN)/python -m knowledge.learning

weights: .venv/ready  ## 从说法重算各路依据的分量（约五分钟），写进 knowledge/data/weights.yaml
	$(BIN)/python -m tests.measure.weights --write

bench: .venv/ready  ## 速度：检索、整句回答、启动、自评、申请、Telegram、网页
	@$(LOCKED) -r requirements-bench.txt
	$(BIN)/python -m tests.measure.search
	$(BIN)/python -m tests.measure.ask
	$(BIN)/python -m tests.measure.assess
	$(BIN)/python -m tests.measure.apply
	$(BIN)/python -m tests.measure.applications
	$(BIN)/python -m tests.measure.casework
	$(BIN)/python -m tests.measure.telegram
	$(BIN)/python -m tests.measure.page
	$(BIN)/python -m tests.measure.soak

format: .venv/ready-dev  ## 整理代码格式
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: | $(BIN)/pip  ## 改了 pyproject.toml 的依赖之后重新钉版本；make lock UPGRADE=1 全部换成最新的
	@$(LOCKED) -r requirements-lock.txt
	$(LOCK) pyproject.toml --output-file requirements.txt
	for group in build learn dev bench lock; do $(LOCK) --group $$group --constraint requirements.txt --output-file requirements-$$group.txt || exit; done

clean:  ## 删掉 .venv 和缓存
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache build *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
