"""Cards as pictures: pure drawing, which knows neither Django nor a database."""
