/**
 * What every command has: groups and leaves, exit codes, failures in one sentence, and the way in
 * which other modules add commands. Must not know any command.
 */
@NullMarked
package io.reprise.cli.command;

import org.jspecify.annotations.NullMarked;
