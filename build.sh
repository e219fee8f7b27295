#!/usr/bin/env bash
# Builds and tests iopguide. ./build.sh help says how.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

program=bin/iopguide
npm=generator/testdata/browser
root=$PWD

usage() {
  cat <<'END_OF_HELP'
./build.sh                builds the program into bin/ and the site into public/; needs only Go
./build.sh deployer       builds bin/iopguide-deploy, which puts a built site into a bucket; see docs/deploy.md
./build.sh serve          shows the site while you write; takes the flags of iopguide serve
./build.sh check          tells everything that should be mended; takes the flags of iopguide check
./build.sh test [--all]   tests everything; installs what it needs: Chromium, Java, a C compiler, the web
                          servers that it starts and stops and, by lock file, npm packages; --all adds
                          Lighthouse and longer fuzzing
./build.sh bench [N...]   measures sites of N pages (40, 1000 and 10000) against other programs, and
                          writes docs/performance.md; takes the flags of go run ./generator/bench run
./build.sh release        makes dist/: the program for each system, with its sums and bills of materials, and
                          the built guide; the same bytes from the same commit, wherever it runs; takes
                          the flags of go run ./generator/release
./build.sh help           prints this
END_OF_HELP
}

have() { command -v "$1" >/dev/null 2>&1; }

die() {
  echo "build.sh: $*" >&2
  exit 3
}

# lasting turns seconds into words.
lasting() { if (($1 < 60)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi; }

# step NAME COMMAND... runs a command and says in one line how it went and, with
# note, what it counted. What the command printed is shown only if it failed.
# $ok then says whether it did. No condition may surround a step, not even an ||:
# bash would ignore set -e in all that it runs.
step() {
  local name=$1 began=$SECONDS code=0
  shift
  : >"$desk/note"
  set +e
  (set -e; "$@") >"$desk/log" 2>&1 </dev/null
  code=$?
  set -e
  if ((code == 0)); then
    ok=true
    echo "$name" >>"$work/passed"
    printf '%-34s ok      %5d s  %s\n' "$name" $((SECONDS - began)) "$(cat "$desk/note")"
  else
    ok=false
    echo "$name" >>"$work/failed"
    { printf '%-34s FAILED  %5d s\n' "$name" $((SECONDS - began)) && sed 's/^/    /' "$desk/log"; } >"$desk/told"
    cat "$desk/told"
  fi
}

# note TEXT stands at the end of the line of the step that calls it.
note() { echo "$*" >"$desk/note"; }

# beside LANE LANE... runs functions of steps side by side, each at a desk of its own,
# where its note and its log lie. They are for steps that mostly wait, or that use one
# processor.
beside() {
  local lane pids=()
  for lane; do
    mkdir "$work/$lane"
    (desk=$work/$lane; "$lane") &
    pids+=($!)
  done
  for lane in "${pids[@]}"; do
    wait "$lane" || echo "steps that ended before their time" >>"$work/failed"
  done
}

# finish says what ran and what failed, and ends with the plain count.
finish() {
  local ran failed
  ran=$(cat "$work/passed" "$work/failed" | wc -l) failed=$(wc -l <"$work/failed")
  echo
  echo "$((ran)) steps ran in $(lasting "$SECONDS")"
  sed 's/^/failed: /' "$work/failed"
  echo "$((ran - failed)) passed, $((failed)) failed"
  ((failed == 0))
}

need_go() {
  have go || die "Go is missing; install Go 1.26 or newer and put it on PATH"
}

# The program, and what tests it, is compiled in one way, so that each package is
# compiled once.
export CGO_ENABLED=0 GOFLAGS="${GOFLAGS:+$GOFLAGS }-trimpath"

build_program() {
  go build -buildvcs=false -ldflags "-s -w" -o "$program" ./generator
}

# The deployer is a module of its own.
build_deployer() {
  (cd generator/deploy && go build -buildvcs=false -ldflags "-s -w" -o ../../bin/iopguide-deploy .)
}

build_site() {
  need_go
  echo "building the program into $program"
  build_program
  echo "building the site into public/"
  "$program" build
  echo "open public/index.html, or run ./build.sh serve; done in $(lasting "$SECONDS")"
}

# measure runs the benchmark. Hugo is compiled for it; Zola and Eleventy are measured
# if they are on PATH.
measure() {
  need_go
  echo "building the program into $program"
  build_program
  go build -buildvcs=false -o bin/bench ./generator/bench
  exec bin/bench run --program "$program" --report docs/performance.md --disk bin "$@"
}

# release makes all that is published, from what is committed, dated as the commit.
release() {
  need_go
  if have git && [[ -e .git ]]; then
    [[ -z $(git status --porcelain) ]] || echo "build.sh: what is not committed goes into this release, too" >&2
    export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
  fi
  go run ./generator/release "$@"
  echo "all is in dist/; done in $(lasting "$SECONDS")"
}

# What the tests need of the machine.

lacking() {
  have chromium || have chromium-browser || have google-chrome || echo chromium
  java -version >/dev/null 2>&1 || echo default-jre-headless
  have cc || have gcc || echo gcc libc6-dev # for go test -race
  serves nginx || echo nginx-light
  [[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ]] || echo libnginx-mod-http-brotli-static
  serves apache2 || echo apache2-bin
  serves caddy || echo caddy
  serves lighttpd || echo lighttpd
  [[ -e /usr/lib/lighttpd/mod_deflate.so ]] || echo lighttpd-mod-deflate
  [[ -e /usr/lib/lighttpd/mod_openssl.so ]] || echo lighttpd-mod-openssl
}

# serves SERVER says whether the machine has one; its program may be on root's PATH alone.
serves() { (PATH=$PATH:/usr/sbin; have "$1"); }

# idle keeps packages of servers that are installed from then on from starting them: the
# tests start their own. It needs $as, and holds until the step ends.
idle() {
  local policy=/usr/sbin/policy-rc.d
  [[ ! -e $policy ]] || return 0
  printf '#!/bin/sh\nexit 101\n' | "${as[@]}" tee "$policy" >/dev/null
  "${as[@]}" chmod +x "$policy"
  trap '"${as[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
}

# rest PACKAGE... keeps the servers among packages from starting with the machine.
rest() {
  local package
  have systemctl || return 0
  for package; do
    case $package in
      nginx-light | caddy | lighttpd) "${as[@]}" systemctl disable "${package%-light}" || true ;;
    esac
  done
}

install_packages() {
  local as=() packages
  packages=$(lacking | tr '\n' ' ')
  if [[ -z $packages ]]; then
    note "all there"
    return
  fi
  have apt-get || { echo "please install $packages: there is no apt-get to do it"; return 1; }
  if ((EUID != 0)); then
    have sudo || { echo "please install as root: apt-get install $packages"; return 1; }
    as=(sudo -n)
  fi
  "${as[@]}" apt-get update -q
  idle
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
  rest $packages
  [[ -z $(lacking) ]] || { echo "still missing: $(lacking | tr '\n' ' ')"; return 1; }
  note "installed $packages"
}

install_npm() {
  have npm || { echo "npm is missing; install Node 20.19 or newer with npm"; return 1; }
  cd "$npm"
  if ! cmp -s package-lock.json node_modules/.lock; then
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.lock
  fi
}

# The steps of the tests.

formatted() {
  local files
  files=$(gofmt -l embed.go generator)
  [[ -z $files ]] || { echo "run gofmt -w on:"; echo "$files"; return 1; }
}

vet() {
  go vet ./...
  go vet -tags browser,lighthouse ./generator/browser
  go vet -tags servers ./generator/servers
}

# vet_for SYSTEM vets the one package that has files for each system, and of the
# command the one file that has; with --all the whole program, for which all that
# it links is compiled.
vet_for() {
  local packages=(./generator/internal/publish) file=generator/clicked_other.go
  if [[ $1 == windows ]]; then file=generator/clicked_windows.go; fi
  if [[ -n $all ]]; then packages+=(./generator ./generator/internal/serve); fi
  GOOS=$1 go vet "$file"
  GOOS=$1 go vet "${packages[@]}"
  note "${packages[*]##*/}"
}

# The scripts run the whole program, each many times, and so do the workflows of services.
# In the detector of races only those scripts do that begin with s, such as serve: the
# others would take it five minutes.
unhurried='^TestWorkflows$|^TestScripts$/^[^s]'

# shared matches code that shares something between goroutines, or starts one.
shared='sync\.(Pool|Map|Mutex|RWMutex|WaitGroup|Cond|Once($|[^VF]))|atomic\.|^[[:space:]]*go (func|[a-z])'

# proofs are tests that compute for long and share nothing: in the detector of races they
# would take it minutes.
proofs='^Test(RandomPalettes|TenThousandPages|ShippedProfiles|NoSilentEmergency|HoldsPrograms|FailAtEachStep|Kill)$'

# unit tests all packages: in the detector of races those that share something, and with
# them, as build uses all, the code of the others; and the others without it.
unit() {
  local dir code=0 racing=() plain=()
  while read -r dir; do
    if grep -qE "$shared" "$dir"/*.go; then racing+=("$dir"); else plain+=("$dir"); fi
  done < <(go list -f '{{.Dir}}' ./...)
  go test -count=1 -timeout 20m "${plain[@]}" || code=1
  go test -count=1 -timeout 20m -run "$proofs|^TestRebuildIsABuild\$" ./generator ./generator/internal/{build,publish} || code=1
  CGO_ENABLED=1 go test -race -count=1 -timeout 20m -skip "$unhurried|$proofs" "${racing[@]}" || code=1
  ((code == 0))
  note "${#racing[@]} packages with -race, ${#plain[@]} without"
}

scripts() {
  go test -count=1 -timeout 20m -run "$unhurried" ./generator
  note "$(ls generator/testdata/script/[^s]*.txtar | wc -l | tr -d ' ') scripts"
}

# deployer tests the second program against a real S3 server, which its tests build.
deployer() {
  cd generator/deploy
  go mod tidy -diff
  go vet .
  GOOS=windows go vet .
  CGO_ENABLED=1 go test -race -count=1 -timeout 10m -v . | tee "$work/deployer"
  note "$(grep -c '^--- PASS' "$work/deployer") tests, $(grep -o '[0-9]* pages read' "$work/deployer"), $(grep -o 'peak [0-9]* MiB' "$work/deployer" | head -1) at 10,000 pages"
}

# parsers prints a package and a fuzz test of it a line.
parsers() {
  grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' generator |
    sed -E 's|^(.*)/[^/]*:func (.*)|./\1 \2|' | sort -u
}

# fuzz INPUTS compiles each package that has parsers once, and tries each of them.
fuzz() {
  local package name last= cache count=0
  cache=$(go env GOCACHE)/fuzz
  while read -r package name; do
    echo "$package $name"
    [[ $package == "$last" ]] || go test -c -fuzz . -o "$work/fuzz.test" "$package"
    last=$package
    (cd "$package" && "$work/fuzz.test" -test.run '^$' -test.fuzz "^$name\$" -test.fuzztime "$1" -test.fuzzminimizetime 20x \
      -test.fuzzcachedir "$cache/iopguide/${package#./}" -test.timeout 10m)
    count=$((count + 1))
  done < <(parsers)
  note "$count parsers, ${1%x} inputs each"
}

# build_sites builds the forms of the site that the browser tests open.
build_sites() {
  in_test '^$'
  note "$(pages) pages in $(ls "$sites" | wc -l | tr -d ' ') forms"
}

pages() { find "$sites" -name '*.html' | wc -l | tr -d ' '; }

# reproducible builds the same site elsewhere, at another time of day, on another
# number of processors, in another language. Every byte must be the same, of the archive
# too.
reproducible() {
  local form=https://guide.example/x/y/
  export SOURCE_DATE_EPOCH=$epoch
  mkdir -p "$work/some/other folder" "$work/third"
  cp -R site.yaml content layouts static "$work/some/other folder"
  cp -R site.yaml content layouts static "$work/third"
  (cd "$work/some/other folder" &&
    TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 GOMAXPROCS=1 "$root/$program" build -b $form --zip iop.zip)
  (umask 077 && cd "$work" &&
    TZ=America/Los_Angeles LC_ALL=C GOMAXPROCS=7 "$root/$program" build -b $form -s third -d out --zip third.zip)
  diff -r "$sites/below" "$work/some/other folder/public"
  diff -r "$sites/below" "$work/out"
  cmp "$work/some/other folder/iop.zip" "$work/third.zip"
  note "3 builds, $(find "$work/out" -type f | wc -l | tr -d ' ') files each"
}

# released makes the release for one system twice: here, and elsewhere with other
# habits. Every byte must be the same. Then it goes to a person who has nothing but
# the archive: no Go, no Node, nothing on PATH.
released() {
  local target
  target=$(go env GOOS)/$(go env GOARCH)
  go build -o "$work/release" ./generator/release
  mkdir -p "$work/a clone"
  cp -R go.mod go.sum embed.go LICENSE LICENSE-content site.yaml content docs layouts static "$work/a clone"
  (cd generator && find . -name node_modules -prune -o -type f -print | tar -cf - -T -) |
    (mkdir "$work/a clone/generator" && cd "$work/a clone/generator" && tar -xf -)
  "$work/release" -only "$target" -date 2026-11-24 -dist "$work/dist"
  (umask 077 && cd "$work/a clone" && TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 GOFLAGS=-buildvcs=false GOAMD64=v2 \
    "$work/release" -only "$target" -date 2026-11-24 -dist "$work/other")
  diff -r "$work/dist" "$work/other"
  (cd "$work/dist" && sha256sum -c --quiet SHA256SUMS)
  mkdir "$work/person"
  tar -xzf "$work"/dist/iopguide-*.tar.gz -C "$work/person" --strip-components 1
  (cd "$work/person" && env -i HOME="$work/person" PATH= ./iopguide new site oak \
    --name "Oak Street Clinic" --phone "(217) 555-0134" --primary "#1f6f5c")
  (cd "$work/person" && env -i HOME="$work/person" PATH= ./iopguide build -s oak)
  (cd "$work/person" && env -i HOME="$work/person" PATH= ./iopguide deploy --version)
  grep -q "Oak Street Clinic" "$work/person/oak/public/index.html"
  note "2 releases of $(ls "$work/dist" | wc -l | tr -d ' ') files"
}

html_validate() {
  "$npm/node_modules/.bin/html-validate" --config "$npm/htmlvalidate.json" --ext html "$sites"
  note "$(pages) pages"
}

nu() {
  java -jar "$npm/node_modules/vnu-jar/build/dist/vnu.jar" --skip-non-html --Werror \
    --filterfile "$npm/nu-accepted.txt" "$sites"
  note "$(pages) pages"
}

# in_test PATTERN runs the browser tests that it matches.
in_test() {
  (cd generator/browser && SOURCE_DATE_EPOCH=$epoch "$work/browser.test" -test.v -test.timeout 20m -test.run "$1" \
    -sites "$sites" -program "$root/$program")
}

# browser TEST runs one browser test. Its line that begins with "counted:" says
# how much it saw.
browser() {
  in_test "^$1\$"
  note "$(grep -ho 'counted: .*' "$desk/log" | sed 's/counted: //' | tail -1)"
}

compile_browser_tests() {
  go test -c -tags "$tags" -o "$work/browser.test" ./generator/browser
}

# in_browser runs each browser test as a step of its own.
in_browser() {
  local test
  for test in $(cd generator/browser && "$work/browser.test" -test.list '^Test' -sites "$sites" -program "$root/$program"); do
    step "browser: ${test#Test}" browser "$test"
  done
}

compile_server_tests() {
  go test -c -tags servers -o "$work/servers.test" ./generator/servers
}

# servers starts web servers in each of their ways, and holds them against the list.
servers() {
  (cd generator/servers && "$work/servers.test" -test.v -test.timeout 20m -test.parallel 4 \
    -sites "$work/clinics" -program "$root/$program")
  note "$(awk '/counted: /{a += $3; p += $5} /^--- PASS/{s++} END {print s " servers, " a " answers, " p " pages in Chromium"}' "$desk/log")"
}

# on_servers shows a clinic's site on each of the servers that people run themselves.
on_servers() {
  step "compile the server tests" compile_server_tests
  $ok || return 0
  chmod 711 "$work" # started as root, a server reads the site as another user
  step "servers" servers
}

# prepare gets what the tests need; without it there is nothing to run.
prepare() {
  step "system packages" install_packages
  $ok || return 0
  step "npm packages" install_npm
  $ok || return 0
  step "build the program" build_program
}

test_program() {
  step "gofmt" formatted
  step "go vet" vet
  step "go vet for macOS" vet_for darwin
  step "go vet for Windows" vet_for windows
  step "go test" unit
  step "scripts" scripts
}

# checkers hold the built site against what needs no browser, or one of its own.
checkers() {
  step "the same bytes everywhere" reproducible
  step "the same release everywhere" released
  step "html-validate" html_validate
  step "Nu HTML checker" nu
  on_servers
}

# others are the checkers, and what uses one processor or waits for the network.
others() {
  checkers
  step "iopguide-deploy" deployer
  step "fuzz" fuzz "$inputs"
}

test_site() { beside others in_browser; }

run_tests() {
  # Inputs are counted, not timed: when time runs out while one is tried, Go calls it a failure.
  tags=browser inputs=500x all=
  case "${1-}" in
    '') ;;
    --all) tags=browser,lighthouse inputs=100000x all=yes ;;
    *) wrong "test $1" ;;
  esac
  need_go
  epoch=$(date +%s) # one day for all builds, past midnight too
  work=$(mktemp -d) ok=true
  sites=$work/sites desk=$work/desk
  mkdir "$desk"
  : >"$work/passed"
  : >"$work/failed"
  trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
  prepare
  if $ok; then
    test_program
    step "compile the browser tests" compile_browser_tests
    if $ok; then step "build the site" build_sites; fi
    if $ok; then test_site; fi
  fi
  finish || exit 1
}

wrong() {
  echo "build.sh: there is no ./build.sh $1" >&2
  usage >&2
  exit 2
}

case "${1-}" in
  '') build_site ;;
  serve | check)
    need_go
    echo "building the program into $program"
    build_program
    command=("$program" "$@")
    [[ $1 != check ]] || command+=(--strict)
    exec "${command[@]}"
    ;;
  test)
    (($# <= 2)) || wrong "$*"
    run_tests "${2-}"
    ;;
  deployer)
    (($# == 1)) || wrong "$*"
    need_go
    build_deployer
    echo "bin/iopguide-deploy is made; done in $(lasting "$SECONDS")"
    ;;
  bench) measure "${@:2}" ;;
  release) release "${@:2}" ;;
  help | -h | --help) usage ;;
  *) wrong "$*" ;;
esac
