/**
 * Whether a schema may follow earlier versions. In: a candidate and its predecessors. Out: every
 * reason against it. Must not know a schema registry, so that a build can check offline.
 */
@NullMarked
package io.reprise.schemas.compat;

import org.jspecify.annotations.NullMarked;
