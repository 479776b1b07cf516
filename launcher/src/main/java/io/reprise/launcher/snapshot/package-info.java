/**
 * {@code reprise snapshot}: looks at snapshots, exports and audits them. In: options. Out: what
 * compactors and archivers answer.
 */
@NullMarked
package io.reprise.launcher.snapshot;

import org.jspecify.annotations.NullMarked;
