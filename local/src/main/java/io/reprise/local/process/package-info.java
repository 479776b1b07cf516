/**
 * Other processes of this machine that run our own services. In: a role and its configuration. Out:
 * a handle to await, freeze, kill and stop exactly that process, by its pid.
 */
@NullMarked
package io.reprise.local.process;

import org.jspecify.annotations.NullMarked;
