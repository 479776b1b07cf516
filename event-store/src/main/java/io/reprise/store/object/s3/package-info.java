/**
 * The object store in an S3 bucket, and a probe that tests whether a store has the properties that
 * an archive needs. In: the address of a bucket. Out: an object store. Must not know topics,
 * offsets or formats.
 */
@NullMarked
package io.reprise.store.object.s3;

import org.jspecify.annotations.NullMarked;
