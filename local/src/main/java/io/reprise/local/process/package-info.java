/**
 * Runs Reprise's services in processes of their own. In: a role and its configuration. Out: a
 * handle for each process, with which a caller waits for, freezes, kills or stops exactly that
 * process. Must not know which services a stack has.
 */
@NullMarked
package io.reprise.local.process;

import org.jspecify.annotations.NullMarked;
