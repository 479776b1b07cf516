/**
 * {@code reprise snapshot}: looks at snapshots, exports and audits them. In: options. Out: what
 * compactors and archivers answer.
 */
@NullMarked
package io.reprise.cli.snapshot;

import org.jspecify.annotations.NullMarked;
