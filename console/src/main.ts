import './no-eval.ts';
import './ui/tokens.css';
import './ui/base.css';
import { mount } from 'svelte';
import Console from './Console.svelte';

mount(Console, { target: document.getElementById('app')! });
