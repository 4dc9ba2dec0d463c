#!/usr/bin/env bash
# Keeps what the packages offer now as what the next ones are held to: eng/baseline/ID.nupkg, each with reference assemblies alone. A part of a release.
set -euo pipefail
cd "$(dirname "$0")/.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for project in src/*/; do
    id=$(basename "$project")
    [[ $id == CoroutineDsl.Tool ]] && continue # a program: nobody compiles against it
    # what is packed is the assembly without its bodies, which says as much of the API and is a fraction in size
    dotnet pack "$project" -c Release -o "$made/packages" --artifacts-path "$made/artifacts" -v quiet -p:PackageValidationBaselinePath= -p:EnablePackageValidation=false
    mkdir -p "$made/$id/lib/net10.0"
    unzip -q -j "$made/packages/$id".[0-9]*[0-9].nupkg "$id.nuspec" -d "$made/$id"
    cp "$made/artifacts/obj/$id/release/ref/$id.dll" "$made/$id/lib/net10.0/"
    mkdir -p eng/baseline
    rm -f "eng/baseline/$id.nupkg"
    (cd "$made/$id" && find . -type f -exec touch -d 2000-01-01 {} + && zip -q -X -9 -r - .) >"eng/baseline/$id.nupkg"
done
