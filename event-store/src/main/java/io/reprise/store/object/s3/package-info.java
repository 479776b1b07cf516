/**
 * The object store in an S3 bucket, and a probe that tests which promises a store keeps. In: the
 * address of a bucket. Out: an {@link io.reprise.store.object.store.ObjectStore}. Must not know
 * topics, offsets or formats.
 */
@NullMarked
package io.reprise.store.object.s3;

import org.jspecify.annotations.NullMarked;
