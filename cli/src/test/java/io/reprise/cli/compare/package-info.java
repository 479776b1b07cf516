/** Tests of comparisons, without a worker. */
@NullMarked
package io.reprise.cli.compare;

import org.jspecify.annotations.NullMarked;
