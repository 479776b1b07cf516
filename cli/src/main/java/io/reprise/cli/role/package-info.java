/**
 * Commands that each run one service of a production installation, in the process of the command.
 * In: a configuration file. Out: a running service, the line {@code ready ADDRESS} on stdout, logs
 * on stderr. Must not know embedded servers.
 */
@NullMarked
package io.reprise.cli.role;

import org.jspecify.annotations.NullMarked;
