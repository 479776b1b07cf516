package io.reprise.runtime.http;

import org.jspecify.annotations.Nullable;

/** Checks required fields of a request body. Used in the constructors of request records. */
public final class RequiredField {
  private RequiredField() {}

  /**
   * Returns the value of a required text field.
   *
   * @throws IllegalArgumentException if the value is missing or blank. If the constructor of a
   *     record throws this exception, {@link RequestBody} throws an {@link InvalidBodyException}
   *     that names the field
   */
  public static String text(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing: give one");
    }
    return value;
  }
}
