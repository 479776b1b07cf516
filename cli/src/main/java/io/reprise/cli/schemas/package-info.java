/** {@code reprise schemas}: the registry, and the check that a build can do without it. */
@NullMarked
package io.reprise.cli.schemas;

import org.jspecify.annotations.NullMarked;
