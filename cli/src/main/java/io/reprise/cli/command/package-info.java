/**
 * The base classes of commands, exit codes, and the interface by which modules add commands. In: a
 * parsed command line, or an exception that a command has thrown. Out: an exit code, and one
 * sentence on stderr for a failure. Must not know any command.
 */
@NullMarked
package io.reprise.cli.command;

import org.jspecify.annotations.NullMarked;
