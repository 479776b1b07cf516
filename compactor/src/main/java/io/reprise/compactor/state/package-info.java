/**
 * States in words. In: a state's bytes and the reducer that made them. Out: JSON. It knows neither
 * where states lie nor who asks.
 */
@NullMarked
package io.reprise.compactor.state;

import org.jspecify.annotations.NullMarked;
