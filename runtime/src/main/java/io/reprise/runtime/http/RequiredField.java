package io.reprise.runtime.http;

import org.jspecify.annotations.Nullable;

/** Checks fields of a request's body that must be given. */
public final class RequiredField {
  private RequiredField() {}

  /**
   * The field's value.
   *
   * @throws IllegalArgumentException if it is missing or blank; thrown from a record's constructor,
   *     {@link RequestBody} turns it into an answer that names the field
   */
  public static String text(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing: give one");
    }
    return value;
  }
}
