/**
 * What an operator can do, whatever the door: plan, create, start, stop, look. In: specs and ids.
 * Out: values, or a refusal in one sentence. It knows no HTTP.
 */
@NullMarked
package io.reprise.replay.operate;

import org.jspecify.annotations.NullMarked;
