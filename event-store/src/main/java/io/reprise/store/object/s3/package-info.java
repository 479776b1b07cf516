/**
 * The object store in an S3 bucket, and a probe that tries out which promises a store keeps. In:
 * the address of a bucket. Out: an object store. Must not know topics, offsets or formats.
 */
@NullMarked
package io.reprise.store.object.s3;

import org.jspecify.annotations.NullMarked;
