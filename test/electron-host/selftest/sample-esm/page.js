document.querySelector('#boot').textContent =
  `api: ${typeof window.api}, require: ${typeof require}`;
document.querySelector('#greet').addEventListener('click', async () => {
  const { text } = await window.api.greet({ name: 'page' });
  document.querySelector('#answer').textContent = text;
});
