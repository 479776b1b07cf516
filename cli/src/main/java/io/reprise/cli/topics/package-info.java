/** {@code reprise topics}: what there is on the cluster, and whether keys sit where they should. */
@NullMarked
package io.reprise.cli.topics;

import org.jspecify.annotations.NullMarked;
