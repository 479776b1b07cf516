/**
 * Ordered digests over what lies at offsets. In: offsets and the fields to check. Out: one value
 * that differs when any of them does. It knows no record and no tier.
 */
@NullMarked
package io.reprise.store.digest;

import org.jspecify.annotations.NullMarked;
