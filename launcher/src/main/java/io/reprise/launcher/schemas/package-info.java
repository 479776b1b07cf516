/** {@code reprise schemas}: the registry, and the check that a build can do without it. */
@NullMarked
package io.reprise.launcher.schemas;

import org.jspecify.annotations.NullMarked;
