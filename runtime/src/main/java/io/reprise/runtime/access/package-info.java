/**
 * Who may do what. In: the action of a request, and the topic and target that the request acts on.
 * Out: the decision whether the request is allowed. Must not know HTTP.
 */
@NullMarked
package io.reprise.runtime.access;

import org.jspecify.annotations.NullMarked;
