#!/usr/bin/env bash
# Builds the site of the documentation into site/_site: the pages of docs/, and the API of the built libraries.
# Needs `dotnet build CoroutineDsl.sln -c Release` first. A warning fails it: a dead link is one.
set -euo pipefail
cd "$(dirname "$0")"
readonly repository=https://github.com/coroutinedsl/coroutinedsl/tree/main

rm -rf obj _site
mkdir -p obj/pages obj/assemblies obj/references
cp -r ../docs obj/pages/docs
cp ../README.md obj/pages/index.md
cp toc.yml ../CHANGELOG.md ../CONTRIBUTING.md ../CODE_OF_CONDUCT.md ../icon.png obj/pages/
# what a page links outside of the pages is in the repository
sed -i -E "s#\]\(\.\./(samples|src|tests|generator|analyzers|templates|eng)\b#](${repository}/\1#g" obj/pages/docs/*.md
sed -i -E "s#\]\(\.\./\.\./(samples|src|tests|generator|analyzers|templates|eng)\b#](${repository}/\1#g" obj/pages/docs/*/*.md
sed -i -E "s#\]\(((samples|src|tests|generator|analyzers|templates|eng|LICENSE|SECURITY)\b)#](${repository}/\1#g" obj/pages/*.md
sed -i -E "s#\]\(\.\./README\.md#](../index.md#g" obj/pages/docs/*.md

for project in ../src/*/; do
    name=$(basename "$project")
    [[ $name == CoroutineDsl.Tool ]] && continue
    cp "$project/bin/Release/net10.0/$name".{dll,xml} obj/assemblies/
done

# the packages that the libraries use: the tool has them all beside it
find ../src/CoroutineDsl.Tool/bin/Release/net10.0 -maxdepth 1 -name '*.dll' ! -name 'CoroutineDsl*' -exec cp {} obj/references/ ';'

dotnet tool restore --verbosity quiet
dotnet docfx docfx.json --warningsAsErrors
