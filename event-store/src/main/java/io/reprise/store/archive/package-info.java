/**
 * Where a partition's archive lies: names and identities, used by writers and readers alike. It
 * knows no bytes and no store.
 */
@NullMarked
package io.reprise.store.archive;

import org.jspecify.annotations.NullMarked;
