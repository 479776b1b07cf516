/**
 * One service in this process, as production runs it. In: a configuration file. Out: the line
 * {@code ready ADDRESS} on stdout once it serves, logs on stderr. It ends on SIGTERM, and, when
 * started by another Reprise process, with that process.
 */
@NullMarked
package io.reprise.cli.role;

import org.jspecify.annotations.NullMarked;
