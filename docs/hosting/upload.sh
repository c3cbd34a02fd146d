#!/bin/sh
# Uploads a built page to the bucket of cloudfront.yaml: docs/hosting/upload.sh DIST s3://BUCKET/[SUB-PATH/]
#
# Files with the hash of their content go first and index.html last, so that no visitor gets a page whose files aren't
# there yet. Nothing is deleted: pages that are open fetch their parts by the old names. Types are written out, since
# the AWS CLI guesses them from lists that differ between machines.
set -eu
if [ $# -ne 2 ]; then
    echo "upload.sh DIST s3://BUCKET/[SUB-PATH/]" >&2
    exit 2
fi
from=$1
to=$2

hash=$(printf '[0-9a-f]%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
utf8="charset=utf-8"

# The compressed files that `--precompressed` writes stay here: CloudFront compresses by itself.
other=$(find "$from" -type f | grep -Ev '\.(wasm|js|css|svg|json|webmanifest|png|ico|txt|html|br|gz)$' || true)
if [ -n "$other" ]; then
    printf 'what type has this?\n%s\n' "$other" >&2
    exit 1
fi

# hashed ENDING TYPE
hashed() {
    aws s3 sync "$from" "$to" --no-progress --exclude '*' --include "*-$hash.$1" \
        --content-type "$2" --cache-control 'public, max-age=31536000, immutable'
}

# unhashed ENDING TYPE
unhashed() {
    aws s3 sync "$from" "$to" --no-progress --exclude '*' --include "*.$1" --exclude "*-$hash.$1" \
        --content-type "$2" --cache-control 'no-cache'
}

hashed wasm application/wasm
hashed js "text/javascript; $utf8"
hashed css "text/css; $utf8"
unhashed svg "image/svg+xml; $utf8"
unhashed png image/png
unhashed ico image/x-icon
unhashed txt "text/plain; $utf8"
unhashed json "application/json; $utf8"
unhashed webmanifest "application/manifest+json; $utf8"
unhashed js "text/javascript; $utf8"
unhashed html "text/html; $utf8"
