/**
 * Completes command lines in a shell. In: the tree of all commands. Out: a script for bash and zsh,
 * and the values that only services or files know. Must not print an error into the user's prompt,
 * nor wait for a service that does not answer.
 */
@NullMarked
package io.reprise.cli.completion;

import org.jspecify.annotations.NullMarked;
